/** What a kernel's cells show of us and how they command us, whatever the kernel. */
@NullMarked
package dev.openmodal.notebook;

import org.jspecify.annotations.NullMarked;
