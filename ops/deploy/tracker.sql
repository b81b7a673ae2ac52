-- The dialogue servers' database, beside the store's. What a crash takes of it is run again.
CREATE DATABASE aisle_tracker OWNER aisle;
ALTER DATABASE aisle_tracker SET synchronous_commit = off;
