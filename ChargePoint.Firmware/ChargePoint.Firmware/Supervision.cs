using System;
using System.Threading;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Firmware;

/// <summary>
/// Runs a charge point until it is to restart: the event loop on the calling thread and, beside it, the safety supervisor on a thread
/// of its own, which steps every <see cref="SafetySupervisor.PeriodMs"/> milliseconds and feeds the watchdog by it.
/// </summary>
public sealed class Supervision
{
    private readonly SafetySupervisor _safety;
    private readonly EventLoop _loop;
    private readonly Log _log;
    private readonly Signal _end;
    private bool _ended;

    /// <summary>Prepares to run a charge point.</summary>
    /// <param name="chargePoint">The charge point.</param>
    public Supervision(ChargePoint chargePoint)
    {
        _safety = chargePoint.Safety;
        _loop = chargePoint.Loop;
        _log = chargePoint.Log;
        _end = _loop.CreateSignal(_loop.Stop);
    }

    /// <summary>Runs until <see cref="End"/> is called or the supervisor has failed. All contactors are open when it returns.</summary>
    public void Run()
    {
        Thread supervisor = new(Supervise);
        supervisor.Start();
        try
        {
            _loop.Run();
        }
        finally
        {
            _ended = true;
            supervisor.Join();
            _safety.OpenAll();
        }
    }

    /// <summary>Ends <see cref="Run"/>. May be called from any thread.</summary>
    public void End() => _end.Raise();

    // An exception would end this thread alone, and leave contactors closed that nobody looks after: everything ends with it.
    private void Supervise()
    {
        try
        {
            while (!_ended)
            {
                _safety.Step();
                Thread.Sleep(SafetySupervisor.PeriodMs);
            }
        }
        catch (Exception e)
        {
            End();
            _safety.OpenAll();
            _log.Error("safety", $"the supervisor has failed, restart: {e.Message}", e);
        }
    }
}
