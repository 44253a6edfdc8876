/**
 * Plain lambdas, which are not Serializable: found again in the class file of the code that made
 * them, and made anew elsewhere from the same data.
 */
@NullMarked
package dev.openmodal.wire.lambda;

import org.jspecify.annotations.NullMarked;
