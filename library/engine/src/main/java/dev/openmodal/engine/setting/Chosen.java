package dev.openmodal.engine.setting;

/**
 * What a setting is.
 *
 * @param value never empty
 * @param by whom, such as {@code by default} or {@code by OPENMODAL_PROVIDER}
 * @param isDefault whether nobody has chosen
 */
public record Chosen(String value, String by, boolean isDefault) {}
