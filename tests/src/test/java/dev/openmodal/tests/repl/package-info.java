/** Real shells and real kernels: what people type gives remotely what it gives here. */
@NullMarked
package dev.openmodal.tests.repl;

import org.jspecify.annotations.NullMarked;
