/** What the rapaio kernel needs, once {@code OpenModal.install()} has run in a cell. */
@NullMarked
package dev.openmodal.notebook.rapaio;

import org.jspecify.annotations.NullMarked;
