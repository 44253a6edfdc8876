package dev.openmodal.engine.capture;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was used longest ago. */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  private final int most;

  /**
   * @param most how many entries it keeps
   */
  RecentlyUsed(int most) {
    super(64, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
