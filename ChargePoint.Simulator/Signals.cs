using System.Runtime.InteropServices;

namespace ChargePoint.Simulator;

/// <summary>Turns SIGINT and SIGTERM into an orderly end with exit code 0.</summary>
public static class Signals
{
    /// <summary>Cancels when the process is asked to end.</summary>
    /// <param name="ending">What is cancelled.</param>
    /// <returns>Dispose to stop listening.</returns>
    public static IDisposable CancelOnTermination(CancellationTokenSource ending)
    {
        PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        return new Both(interrupt, terminate);

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            ending.Cancel();
        }
    }

    private sealed class Both(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
