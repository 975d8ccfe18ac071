"""The files a dataset is taken away as: CSV, Excel, Parquet."""
