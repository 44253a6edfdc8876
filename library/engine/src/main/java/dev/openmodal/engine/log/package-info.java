/** What this client writes down of its work, for whoever looks for the reason of a failure. */
@NullMarked
package dev.openmodal.engine.log;

import org.jspecify.annotations.NullMarked;
