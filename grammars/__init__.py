"""The grammars of the files that patchcheck reads, as Lark text."""
