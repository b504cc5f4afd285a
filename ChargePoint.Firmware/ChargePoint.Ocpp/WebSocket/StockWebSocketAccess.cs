using System.Runtime.CompilerServices;

// The adapter of the stock client checks its messages with the same UTF-8 check.
[assembly: InternalsVisibleTo("ChargePoint.Ocpp.StockWebSocket")]
