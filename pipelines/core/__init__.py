"""The vocabulary: pure values that know no network and no clock."""
