"""Lists that come and go as Excel or CSV files: what each holds, and how a file becomes rows of the hospital."""
