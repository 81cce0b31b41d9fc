namespace Reminisce.Training.Data;

/// <summary>One clip with its class and the fold that it belongs to.</summary>
internal sealed record SoundClip(string Path, string Class, int Fold)
{
    /// <summary>Gets the recording that the clip is cut from: its file's name up to the last '-', as the takes of ESC are named.</summary>
    public string Recording => System.IO.Path.GetFileName(Path) is var name && name.LastIndexOf('-') is > 0 and var end ? name[..end] : name;
}
