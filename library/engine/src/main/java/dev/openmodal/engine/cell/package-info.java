/** What is shown in the cells of a notebook while calls run: HTML with a text twin. */
@NullMarked
package dev.openmodal.engine.cell;

import org.jspecify.annotations.NullMarked;
