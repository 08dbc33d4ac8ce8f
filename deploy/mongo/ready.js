// Healthy means: a primary that takes writes. The first time, the replica set of one member is begun.
const told = db.hello();
if (!told.isWritablePrimary) {
  if (!told.setName) rs.initiate({ _id: "danvan", members: [{ _id: 0, host: "mongo:27017" }] });
  quit(1);
}
