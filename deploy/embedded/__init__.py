"""RabbitMQ and MongoDB of our own for one machine: own ports, data under `.run/`, nothing shared."""
