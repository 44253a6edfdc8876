/** The person's session that this JVM serves: whether it is still there. */
@NullMarked
package dev.openmodal.engine.session;

import org.jspecify.annotations.NullMarked;
