namespace ChargePoint.Hal;

/// <summary>Byte stream to the technician's terminal (UART, standard input and output, TCP).</summary>
public interface IConsolePort
{
    /// <summary>Takes bytes that were typed.</summary>
    /// <param name="buffer">Receives them.</param>
    /// <param name="offset">Where they go.</param>
    /// <param name="count">How many fit.</param>
    /// <returns>Number of bytes taken; 0 when none are there now.</returns>
    int Receive(byte[] buffer, int offset, int count);

    /// <summary>Writes to the terminal. What does not fit into the port's buffer is dropped: a console never blocks the charge point.</summary>
    /// <param name="buffer">Holds the bytes.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <returns>Number of bytes taken.</returns>
    int Send(byte[] buffer, int offset, int count);
}
