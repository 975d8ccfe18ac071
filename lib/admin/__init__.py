"""The command line: python -m lib.admin …"""
