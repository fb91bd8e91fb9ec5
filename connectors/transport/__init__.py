"""The one way in which a request leaves this house, and comes back as a page or an error."""
