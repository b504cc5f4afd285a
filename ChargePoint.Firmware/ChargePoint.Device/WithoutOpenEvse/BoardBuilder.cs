using System;
using ChargePoint.Hal;

namespace ChargePoint.Boards;

// Without the driver of OpenEVSE: a description that wants it makes a faulted board, which says so.
public sealed partial class BoardBuilder
{
    private static ICompanion MakeCompanion(Section part, Section connector) => throw new ArgumentException("openEvse: needs a firmware built with OpenEvse=true");
}
