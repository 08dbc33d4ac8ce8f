"""What a provincial report says in its sections, for trying out the documents."""

PROSE: dict[str, tuple[str, ...]] = {
    "LEAD_DISSEMINATION": (
        "Thực hiện Chỉ thị số 14/CT-UBND ngày 23 tháng 12 năm 2021 của Chủ tịch Ủy ban nhân dân tỉnh về đổi mới công tác dân vận của cơ quan hành chính nhà nước, chính quyền các cấp, các sở, ban, ngành và Ủy ban nhân dân các xã, phường đã tổ chức quán triệt, phổ biến đầy đủ các văn bản của Trung ương và của tỉnh về công tác dân vận đến cán bộ, công chức, viên chức và người lao động.",
        "Việc quán triệt được lồng ghép trong hội nghị giao ban, sinh hoạt chuyên đề và thông qua hệ thống họp trực tuyến đến cấp xã; nội dung được biên soạn ngắn gọn, gắn với chức năng, nhiệm vụ của từng cơ quan, đơn vị sau khi sắp xếp tổ chức bộ máy theo mô hình chính quyền địa phương hai cấp.",
    ),
    "LEAD_PLAN": (
        "Căn cứ chương trình công tác năm, các cơ quan, đơn vị, địa phương đã ban hành kế hoạch thực hiện công tác dân vận, xác định rõ nhiệm vụ trọng tâm, thời hạn hoàn thành và trách nhiệm của từng cá nhân, bộ phận.",
        "Nhiệm vụ trong kế hoạch được theo dõi thường xuyên; các nhiệm vụ quá hạn được nhắc việc, làm rõ nguyên nhân và đưa vào nội dung kiểm điểm cuối năm.",
    ),
    "LEAD_ASSIGNMENT": (
        "Người đứng đầu các cơ quan, đơn vị, địa phương trực tiếp phụ trách công tác dân vận; phân công một cấp phó giúp theo dõi và một phòng chuyên môn làm đầu mối giúp việc.",
        "Kết quả thực hiện công tác dân vận được xem là một trong các tiêu chí đánh giá, xếp loại mức độ hoàn thành nhiệm vụ hằng năm đối với tập thể và người đứng đầu.",
    ),
    "MOBILISATION": (
        "Công tác tuyên truyền, vận động Nhân dân được đổi mới theo hướng gần dân, sát cơ sở, phù hợp với từng nhóm đối tượng; chú trọng vùng sâu, vùng xa, vùng đồng bào dân tộc thiểu số và vùng có đông đồng bào theo tôn giáo, với sự góp sức của già làng, người có uy tín và chức sắc tôn giáo.",
        "Nhiều hình thức tuyên truyền song ngữ Việt – Jrai, Việt – Bahnar, tuyên truyền qua hệ thống loa thông minh và nhóm Zalo của thôn, làng, tổ dân phố được duy trì và mở rộng.",
    ),
    "DVK_MODELS": (
        "Phong trào thi đua “Dân vận khéo” tiếp tục được triển khai sâu rộng trên các lĩnh vực kinh tế, văn hóa, xã hội, an ninh, quốc phòng và xây dựng hệ thống chính trị. Các mô hình tập trung vào những lĩnh vực liên quan trực tiếp đến người dân và những vấn đề bức xúc ở cơ sở.",
        "Tiêu biểu là các mô hình hỗ trợ người dân thực hiện dịch vụ công trực tuyến tại nhà, “Ngày thứ Bảy lắng nghe dân nói”, vận động hiến đất mở rộng đường giao thông nông thôn, xóa nhà tạm, nhà dột nát và bảo vệ môi trường khu dân cư.",
        "Các cơ quan, đơn vị đã rà soát, kết thúc những mô hình không còn phù hợp, đồng thời củng cố, nhân rộng các mô hình có hiệu quả thiết thực.",
    ),
    "CCHC_IMPACT": (
        "Cải cách hành chính tiếp tục được xác định là khâu đột phá, tác động trực tiếp đến niềm tin và sự đồng thuận của người dân. Thủ tục hành chính được rà soát, cắt giảm thời gian giải quyết; Trung tâm Phục vụ hành chính công cấp xã bảo đảm tiếp nhận và trả kết quả thông suốt ngay từ ngày đầu vận hành mô hình mới.",
        "Đánh giá tác động: việc giải quyết hồ sơ đúng hạn, công khai, minh bạch và giảm giấy tờ đã góp phần giảm kiến nghị, phản ánh về thái độ phục vụ; mức độ hài lòng của người dân, tổ chức được nâng lên, tạo điều kiện thuận lợi để vận động Nhân dân thực hiện các chủ trương, chính sách của Đảng và pháp luật của Nhà nước.",
        "Bên cạnh đó, ở một số xã vùng sâu, vùng xa, hạ tầng số và kỹ năng số của người dân còn hạn chế nên tỷ lệ nộp hồ sơ trực tuyến còn thấp, cần tiếp tục hỗ trợ trong năm tới.",
    ),
    "ETHICS_HEAD": (
        "Các cơ quan, đơn vị tiếp tục thực hiện Đề án văn hóa công vụ; siết chặt kỷ luật, kỷ cương hành chính, nâng cao đạo đức công vụ và tinh thần phục vụ Nhân dân của đội ngũ cán bộ, công chức, viên chức.",
        "Trách nhiệm của người đứng đầu trong việc nâng cao đạo đức công vụ được đánh giá định kỳ, có nhận xét của cơ quan cấp trên trực tiếp; các trường hợp có biểu hiện nhũng nhiễu, gây phiền hà được xem xét, xử lý theo quy định.",
    ),
    "RECEPTION": (
        "Công tác tiếp công dân được duy trì nền nếp tại trụ sở tiếp công dân các cấp và theo hình thức trực tuyến; người đứng đầu thực hiện tiếp công dân định kỳ và đột xuất theo quy định của pháp luật.",
        "Việc tiếp nhận, phân loại, xử lý đơn và giải quyết khiếu nại, tố cáo, kiến nghị, phản ánh được theo dõi theo thời hạn của từng bước; các vụ việc phức tạp, đông người được tập trung chỉ đạo giải quyết ngay tại cơ sở, không để hình thành điểm nóng.",
    ),
    "DIALOGUE": (
        "Người đứng đầu cấp ủy, chính quyền các cấp đã tổ chức đối thoại trực tiếp với Nhân dân; nội dung, thời gian, địa điểm được thông báo trước và kết quả được công khai theo quy định.",
        "Các ý kiến tại hội nghị đối thoại được trả lời trực tiếp hoặc giao cơ quan chuyên môn giải quyết, có thời hạn và người chịu trách nhiệm cụ thể.",
    ),
    "DEMOCRACY": (
        "Luật Thực hiện dân chủ ở cơ sở được triển khai đồng bộ với phương châm “dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng”. Các nội dung phải công khai được niêm yết, đăng tải đúng thời hạn.",
        "Đối với các dự án đầu tư có thu hồi đất, việc niêm yết phương án bồi thường, họp lấy ý kiến và đối thoại với người có đất được thực hiện đúng trình tự, thủ tục.",
    ),
    "CRITICISM": (
        "Việc lấy ý kiến cộng đồng, phản biện khoa học và phản biện xã hội được quan tâm thực hiện ngay từ khâu xây dựng chủ trương, quy hoạch, dự án; ý kiến góp ý được tổng hợp, tiếp thu hoặc giải trình công khai.",
        "Ban Thanh tra nhân dân và Ban Giám sát đầu tư của cộng đồng được kiện toàn sau sắp xếp đơn vị hành chính, hoạt động từng bước đi vào nền nếp.",
    ),
    "FRONT_COORD": (
        "Các cơ quan hành chính nhà nước, chính quyền các cấp chủ động phối hợp, cung cấp tài liệu, tạo điều kiện để Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị – xã hội giám sát, phản biện xã hội, góp ý xây dựng Đảng, xây dựng chính quyền.",
        "Kiến nghị sau giám sát được phân công trả lời theo thời hạn quy định; các kiến nghị trả lời chậm được nhắc nhở, đôn đốc.",
    ),
    "MEDIA": (
        "Báo và phát thanh, truyền hình Gia Lai duy trì chuyên trang, chuyên mục về công tác dân vận; thông tin kịp thời chủ trương của Đảng, chính sách, pháp luật của Nhà nước, kết quả công tác dân vận chính quyền và các mô hình “Dân vận khéo”.",
        "Các phóng sự, bài viết bằng tiếng Jrai, Bahnar được đông đảo đồng bào dân tộc thiểu số đón nhận.",
    ),
    "ASSESSMENT": (
        "Ưu điểm: Công tác dân vận chính quyền có chuyển biến rõ nét về nhận thức và hành động; phương thức tiếp xúc, đối thoại, lắng nghe ý kiến Nhân dân được đổi mới; số nhiệm vụ hoàn thành trong kế hoạch tăng so với năm trước.",
        "Hạn chế: Một số cơ quan, địa phương gửi báo cáo chậm so với thời hạn; việc trả lời kiến nghị sau giám sát có nơi chưa kịp thời; chất lượng một số mô hình “Dân vận khéo” chưa đồng đều.",
        "Nguyên nhân và bài học: Khối lượng công việc ở cấp xã lớn trong khi đội ngũ làm công tác dân vận chủ yếu kiêm nhiệm. Nơi nào người đứng đầu thực sự quan tâm, gần dân, trọng dân thì nơi đó công tác dân vận đạt kết quả tốt.",
    ),
    "NEXT_YEAR": (
        "Tiếp tục quán triệt, thực hiện nghiêm các chủ trương của Đảng, chính sách, pháp luật của Nhà nước về công tác dân vận; gắn công tác dân vận với nhiệm vụ phát triển kinh tế – xã hội, bảo đảm quốc phòng, an ninh của địa phương.",
        "Đẩy mạnh cải cách hành chính, chuyển đổi số; nâng cao chất lượng tiếp công dân, đối thoại và giải quyết khiếu nại, tố cáo, kiến nghị, phản ánh ngay từ cơ sở; phấn đấu không để phát sinh vụ việc quá hạn.",
        "Mỗi cơ quan, đơn vị, địa phương xây dựng, nhân rộng ít nhất 01 mô hình “Dân vận khéo” có hiệu quả thiết thực trong năm.",
    ),
    "PROPOSALS": (
        "Đề nghị Bộ Nội vụ quan tâm hướng dẫn thống nhất bộ tiêu chí đánh giá công tác dân vận chính quyền trong điều kiện tổ chức chính quyền địa phương hai cấp; tăng cường bồi dưỡng kỹ năng dân vận cho cán bộ, công chức cấp xã.",
        "Trên đây là báo cáo kết quả thực hiện công tác dân vận chính quyền năm 2026 và phương hướng, nhiệm vụ năm 2027, Ủy ban nhân dân tỉnh Gia Lai kính báo cáo.",
    ),
}
