/** Who client and workers are: one key pair each, and certificates that pin one another. */
@NullMarked
package dev.openmodal.wire.tls;

import org.jspecify.annotations.NullMarked;
