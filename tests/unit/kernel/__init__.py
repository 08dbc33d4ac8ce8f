"""The kernel's parts by themselves: values, properties, refusals."""
