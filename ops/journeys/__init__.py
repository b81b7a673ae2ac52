"""A month of journeys in simulated time, and a check of what was sent that shares no code with the guards."""
