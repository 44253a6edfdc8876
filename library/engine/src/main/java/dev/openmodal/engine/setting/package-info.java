/** What users have chosen for all their programs, or for one. */
@NullMarked
package dev.openmodal.engine.setting;

import org.jspecify.annotations.NullMarked;
