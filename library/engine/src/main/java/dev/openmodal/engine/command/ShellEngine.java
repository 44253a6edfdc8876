package dev.openmodal.engine.command;

/** Where jshell runs snippets; named as jshell names them. */
enum ShellEngine {
  jdi,
  local
}
