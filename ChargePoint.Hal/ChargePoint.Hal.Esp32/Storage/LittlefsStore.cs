using System.IO;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Flash store on the internal littlefs of an ESP32 (drive I:). What its atomicity stands on, as read in nanoFramework's
/// System.IO.FileSystem 1.1, its ESP32 driver, esp_littlefs and littlefs:
/// <list type="bullet">
/// <item>littlefs makes a file's new content visible in one step, when the file is closed; until then a power cut leaves the old
/// content. Flush does not do it.</item>
/// <item>FileMode.Create on a file that exists opens it for update and truncates the open file; neither is committed before the
/// close. So overwriting in place is atomic, and no second name is needed.</item>
/// <item>A file that does not exist is made at once, and is empty until it is closed. A power cut there leaves an empty file
/// where there was none. So an empty file counts as none, here and in the other stores.</item>
/// <item>When a write fails (flash full), littlefs marks the open file as failed, and closing it commits nothing.</item>
/// </list>
/// Reading past the end is avoided: drivers have differed in what they return there.
/// </summary>
public sealed class LittlefsStore : IFlashStore
{
    private readonly string _root;

    /// <summary>Names the folder.</summary>
    /// <param name="root">Existing folder with a separator at its end, <c>I:\</c> on a device.</param>
    public LittlefsStore(string root = "I:\\") => _root = root;

    /// <inheritdoc/>
    public int Length(string name)
    {
        if (!FlashName.IsValid(name)) return -1;
        try
        {
            string path = _root + name;
            if (!File.Exists(path)) return -1;
            long length = new FileInfo(path).Length;
            return length == 0 ? -1 : (int)length;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        int length = Length(name);
        if (length < 0 || position < 0) return -1;
        int wanted = length - position < count ? length - position : count;
        if (wanted <= 0) return 0;
        try
        {
            using FileStream file = new(_root + name, FileMode.Open, FileAccess.Read);
            file.Seek(position, SeekOrigin.Begin);
            int done = 0;
            while (done < wanted)
            {
                int taken = file.Read(buffer, offset + done, wanted - done);
                if (taken <= 0) break;
                done += taken;
            }

            return done;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count) => Store(name, FileMode.Append, buffer, offset, count);

    /// <inheritdoc/>
    public bool Write(string name, byte[] buffer, int offset, int count) =>
        count == 0 ? Delete(name) : Store(name, FileMode.Create, buffer, offset, count);

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        if (!FlashName.IsValid(name)) return true;
        try
        {
            string path = _root + name;
            if (File.Exists(path)) File.Delete(path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public string[] List()
    {
        try
        {
            string[] paths = Directory.GetFiles(_root);
            int count = 0;
            foreach (string path in paths)
            {
                string name = Path.GetFileName(path);
                if (Length(name) > 0) paths[count++] = name;
            }

            string[] names = new string[count];
            for (int i = 0; i < count; i++) names[i] = paths[i];
            return names;
        }
        catch (IOException)
        {
            return new string[0];
        }
    }

    private bool Store(string name, FileMode mode, byte[] buffer, int offset, int count)
    {
        if (!FlashName.IsValid(name) || count < 0) return false;
        if (count == 0) return true;
        try
        {
            // The end of this block closes the file: that is the commit, and it may fail.
            using FileStream file = new(_root + name, mode, FileAccess.Write);
            file.Write(buffer, offset, count);
        }
        catch (IOException)
        {
            return false;
        }

        return true;
    }
}
