using System.Text;
using ChargePoint.Tests;

namespace ChargePoint.Maintenance.Tests.Transfer;

/// <summary>A transfer of which the test plays the server. What sink and listener hear is written down as text.</summary>
internal sealed class HttpFixture : LoopFixture, IByteSink, IByteSource, ITransferListener
{
    private int _given;

    public HttpFixture() => Transfer = new FileTransfer(Loop, Network.Make);

    public FakeNetwork Network { get; } = new();

    public FileTransfer Transfer { get; }

    public FakeTransport Server => Network.Last;

    /// <summary>"begin START/TOTAL VALIDATOR;" of the sink.</summary>
    public string Begun { get; private set; } = "";

    /// <summary>What the sink got.</summary>
    public string Got { get; private set; } = "";

    /// <summary>How it ended, and the detail; "" before.</summary>
    public string Ended { get; private set; } = "";

    /// <summary>False: the sink refuses to begin.</summary>
    public bool Begins { get; set; } = true;

    /// <summary>Bytes that the sink takes.</summary>
    public int Takes { get; set; } = int.MaxValue;

    /// <summary>What the source gives.</summary>
    public string File { get; set; } = "hello";

    /// <summary>What the source gives the second time, if it is another.</summary>
    public string? FileAgain { get; set; }

    public int Rewinds { get; private set; }

    public HttpFixture Get(string url = "http://files.example/fw.bin", int start = 0, string validator = "")
    {
        Transfer.Download(FileAddress.Parse(url, out _)!, start, validator, this, this);
        Run();
        return this;
    }

    public HttpFixture Put(string url = "http://files.example/in")
    {
        Transfer.Upload(FileAddress.Parse(url, out _)!, "d.txt", this, this);
        Run();
        return this;
    }

    public HttpFixture Open()
    {
        Server.Open();
        Run();
        return this;
    }

    public HttpFixture Say(string text)
    {
        Server.Say(text);
        Run();
        return this;
    }

    public HttpFixture Break(Hal.TransportError error = Hal.TransportError.ClosedByPeer)
    {
        Server.Fail(error);
        Run();
        return this;
    }

    public bool Begin(int start, int total, string validator)
    {
        Begun += $"begin {start}/{total} {validator};";
        return Begins;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        Got += Encoding.UTF8.GetString(buffer, offset, count);
        return Got.Length <= Takes;
    }

    public void Rewind()
    {
        _given = 0;
        Rewinds++;
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        byte[] file = Encoding.UTF8.GetBytes(FileAgain != null && Rewinds > 1 ? FileAgain : File);
        int left = file.Length - _given;
        if (count > left) count = left;
        System.Array.Copy(file, _given, buffer, offset, count);
        _given += count;
        return count;
    }

    public void OnTransferEnded(TransferEnd end, string detail)
    {
        string name = end switch
        {
            TransferEnd.Done => "Done",
            TransferEnd.NotReached => "NotReached",
            TransferEnd.Refused => "Refused",
            TransferEnd.WrongMethod => "WrongMethod",
            TransferEnd.Denied => "Denied",
            TransferEnd.NoRange => "NoRange",
            TransferEnd.Broken => "Broken",
            TransferEnd.TooSlow => "TooSlow",
            TransferEnd.Malformed => "Malformed",
            _ => "NotTaken",
        };
        Ended += name + ":" + detail;
    }
}
