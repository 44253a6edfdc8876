/** What the IJava kernel needs, once {@code OpenModal.install()} has run in a cell. */
@NullMarked
package dev.openmodal.notebook.ijava;

import org.jspecify.annotations.NullMarked;
