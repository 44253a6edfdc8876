/** Workers: started, kept warm, lost, replaced. */
@NullMarked
package dev.openmodal.engine.pool;

import org.jspecify.annotations.NullMarked;
