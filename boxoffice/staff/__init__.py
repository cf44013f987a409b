"""Staff: who comes in, by which two things they show it, and what each role may do."""
