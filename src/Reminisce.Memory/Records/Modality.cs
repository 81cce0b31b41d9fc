namespace Reminisce.Memory;

/// <summary>The sense through which a memory came in.</summary>
public enum Modality
{
    /// <summary>Words that were written or read.</summary>
    Text = 0,

    /// <summary>A photo, drawing or screenshot.</summary>
    Picture = 1,

    /// <summary>A recording.</summary>
    Sound = 2,
}
