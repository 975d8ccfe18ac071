"""What people are told: notices inside the product, announcements to everybody."""
