/**
 * {@code %%openmodal}: a whole cell that runs on a worker. It is taken apart into snippets; what
 * declares is evaluated here, what runs becomes one lambda.
 */
@NullMarked
package dev.openmodal.notebook.cell;

import org.jspecify.annotations.NullMarked;
