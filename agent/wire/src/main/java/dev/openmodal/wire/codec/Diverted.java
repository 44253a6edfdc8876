package dev.openmodal.wire.codec;

import java.io.Serializable;

/** Stands in an island for an object of the graph around it. */
record Diverted(int index) implements Serializable {}
