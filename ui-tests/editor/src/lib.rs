//! The file whose contents the cases of `cases.txt` replace, in the memory of an editor.
