"""Values that released versions wrote, which every later version reads."""
