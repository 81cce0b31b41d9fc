using ConformanceTests.Areas;

namespace ConformanceTests.Stores;

public sealed class UsearchCollectionManagementTests : CollectionManagementTests<UsearchFixture>;

public sealed class UsearchKeyTests : KeyTests<UsearchFixture>;

public sealed class UsearchCrudTests : CrudTests<UsearchFixture>;

public sealed class UsearchDynamicTests : DynamicTests<UsearchFixture>;

public sealed class UsearchDataTypeTests : DataTypeTests<UsearchFixture>;

public sealed class UsearchVectorTests : VectorTests<UsearchFixture>;

public sealed class UsearchDistanceFunctionTests : DistanceFunctionTests<UsearchFixture>;

public sealed class UsearchIndexKindTests : IndexKindTests<UsearchFixture>;

public sealed class UsearchSearchTests : SearchTests<UsearchFixture>;

public sealed class UsearchFilterTests : FilterTests<UsearchFixture>;

public sealed class UsearchFilterFuzzTests : FilterFuzzTests<UsearchFixture>;

public sealed class UsearchHybridSearchTests : HybridSearchTests<UsearchFixture>;

public sealed class UsearchWordFuzzTests : WordFuzzTests<UsearchFixture>;

public sealed class UsearchEmbeddingGenerationTests : EmbeddingGenerationTests<UsearchFixture>;

public sealed class UsearchBadInputTests : BadInputTests<UsearchFixture>;

public sealed class UsearchNameTests : NameTests<UsearchFixture>;

public sealed class UsearchChatHistoryMemoryTests : ChatHistoryMemoryTests<UsearchFixture>;

public sealed class UsearchContentTests : ContentTests<UsearchFixture>;
