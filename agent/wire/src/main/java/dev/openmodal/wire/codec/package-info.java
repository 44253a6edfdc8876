/**
 * Values as bytes and back. {@link dev.openmodal.wire.codec.ValueCodec} is the way in; one rule a
 * kind of value decides how it travels, and what cannot travel is refused with the path to it.
 */
@NullMarked
package dev.openmodal.wire.codec;

import org.jspecify.annotations.NullMarked;
