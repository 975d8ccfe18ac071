"""The monthly report 月度效能分析报告: what a month was like, computed once, told in words, kept as issued."""
