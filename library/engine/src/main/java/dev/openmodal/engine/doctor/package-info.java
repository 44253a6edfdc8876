/** What this machine has of what calls, shells and notebooks need. */
@NullMarked
package dev.openmodal.engine.doctor;

import org.jspecify.annotations.NullMarked;
