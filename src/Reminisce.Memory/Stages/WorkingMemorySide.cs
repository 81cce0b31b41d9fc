namespace Reminisce.Memory;

/// <summary>The side of working memory that holds a chunk.</summary>
public enum WorkingMemorySide
{
    /// <summary>Words and sounds. (Paper: phonological loop.)</summary>
    Words = 0,

    /// <summary>Pictures. (Paper: visuospatial sketchpad.)</summary>
    Pictures = 1,

    /// <summary>Episodes that bind both. (Paper: episodic buffer.)</summary>
    Episodes = 2,
}
