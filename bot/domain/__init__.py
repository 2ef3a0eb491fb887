"""The rules of the shop, pure: standard library only, no await, no clock; time is passed in."""
