namespace ChargePoint.Features;

/// <summary>
/// The changes of status that OCPP 1.6 section 4.9 knows (with B6 of its errata):
/// <code>
///                  Avail.  Prep.  Charg.  S.EV  S.EVSE  Finish.  Reserv.  Unav.  Fault.
/// A Available        -      A2     A3     A4     A5       -        A7      A8     A9
/// B Preparing        B1     -      B3     B4     B5       B6       -       -      B9
/// C Charging         C1     -      -      C4     C5       C6       -       C8     C9
/// D SuspendedEV      D1     -      D3     -      D5       D6       -       D8     D9
/// E SuspendedEVSE    E1     -      E3     E4     -        E6       -       E8     E9
/// F Finishing        F1     F2     -      -      -        -        -       F8     F9
/// G Reserved         G1     G2     -      -      -        -        -       G8     G9
/// H Unavailable      H1     H2     H3     H4     H5       -        -       -      H9
/// I Faulted          I1     I2     I3     I4     I5       I6       I7      I8     -
/// </code>
/// </summary>
public static class StatusTransitions
{
    // Rows and columns in the order of ConnectorStatus: Available, Preparing, Charging, SuspendedEVSE, SuspendedEV, Finishing, Reserved, Unavailable, Faulted
    private const string Rows =
        "-2354-789"
        + "1-3546--9"
        + "1--546-89"
        + "1-3-46-89"
        + "1-35-6-89"
        + "12-----89"
        + "12-----89"
        + "12354---9"
        + "12354678-";

    private const int Columns = 9;

    /// <summary>Tells whether the specification knows a change.</summary>
    /// <param name="from">Status before.</param>
    /// <param name="to">Another status.</param>
    public static bool Knows(ConnectorStatus from, ConnectorStatus to) => Rows[((int)from * Columns) + (int)to] != '-';

    /// <summary>
    /// What lies between two statuses. Where the specification does not know a change, it is two: one ends what was (B1, C1, F1, H1) or
    /// begins what is to be (F2, G2), the other brings the rest. A connector where a card waits and that goes out of service is Available
    /// in between (B1, A8); one whose new transaction gets no energy at first is Preparing in between (F2, B5).
    /// </summary>
    /// <param name="from">Status before.</param>
    /// <param name="to">Another status.</param>
    /// <returns>The status in between, or <paramref name="to"/> if there is none.</returns>
    public static ConnectorStatus Between(ConnectorStatus from, ConnectorStatus to)
    {
        if (Knows(from, to)) return to;
        bool inTransaction = to == ConnectorStatus.Charging || to == ConnectorStatus.SuspendedEV || to == ConnectorStatus.SuspendedEVSE;
        return inTransaction ? ConnectorStatus.Preparing : ConnectorStatus.Available;
    }
}
