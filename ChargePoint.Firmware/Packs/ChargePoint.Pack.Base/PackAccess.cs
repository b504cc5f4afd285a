using System.Runtime.CompilerServices;

// In packs, rooms are cut in two where one half needs nothing of the other.
[assembly: InternalsVisibleTo("ChargePoint.Pack.Console")]
