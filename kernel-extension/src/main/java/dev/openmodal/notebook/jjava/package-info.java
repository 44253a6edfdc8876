/** What the JJava kernel needs: found by the kernel when it meets the jar. */
@NullMarked
package dev.openmodal.notebook.jjava;

import org.jspecify.annotations.NullMarked;
