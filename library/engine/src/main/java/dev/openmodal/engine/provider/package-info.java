/** Which provider this client uses, and why. */
@NullMarked
package dev.openmodal.engine.provider;

import org.jspecify.annotations.NullMarked;
