/** How the API finds its engine without putting the engine's libraries on the user's class path. */
@NullMarked
package dev.openmodal.bridge;

import org.jspecify.annotations.NullMarked;
