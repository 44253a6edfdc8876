/**
 * What users type: apps, remote functions and actions, and the one exception they meet. Only JDK
 * types appear in signatures; nothing here does I/O until a function is called remotely.
 */
@NullMarked
package dev.openmodal;

import org.jspecify.annotations.NullMarked;
