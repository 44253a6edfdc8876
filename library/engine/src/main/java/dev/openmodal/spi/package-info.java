/**
 * What a provider is: one place where workers run. Found by {@link java.util.ServiceLoader};
 * nothing here knows about lambdas.
 */
@NullMarked
package dev.openmodal.spi;

import org.jspecify.annotations.NullMarked;
