"""The organisation's vocabulary: reference tree, names, resolver (pure, data beside)."""
