"""What people do with rounds; every act is one transaction and one line of history."""
