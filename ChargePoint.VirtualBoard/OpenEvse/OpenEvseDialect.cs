namespace ChargePoint.VirtualBoard.OpenEvse;

/// <summary>What a virtual controller's firmware knows of RAPI.</summary>
public enum OpenEvseDialect
{
    /// <summary>RAPI 5: checksums, numbered requests, flags in $GS and $AT.</summary>
    Rapi5,

    /// <summary>RAPI 3: checksums, numbered requests, $GS in decimal and without flags, $ST in place of $AT, no supervision.</summary>
    Rapi3,

    /// <summary>RAPI 1: neither checksums nor numbers in answers, $SC without V and answered without the value.</summary>
    Rapi1,
}
